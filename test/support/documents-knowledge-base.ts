import type { Sandbox } from '../../sandbox/server';

/** The ID of a knowledge base that files can go into. */
export function documentsKnowledgeBase({ data }: Sandbox): string {
	return String(data.list('knowledgeBase').find(({ type }) => type === 'documents')!['id']);
}
