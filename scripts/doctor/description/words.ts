/** How alike two names are: the same but for their spelling, of the same meaning, or neither. */
export type Likeness = 'same' | 'synonym' | undefined;

/** `knowledgeBases`, `knowledge-base` and `KNOWLEDGE_BASE` are the same words. */
export function wordsOf(name: string): string[] {
	return partsOf(name).map(stem);
}

/** The words of a name as they are. */
export function partsOf(name: string): string[] {
	return name
		.replace(/([a-z\d])([A-Z])|([A-Z]+)([A-Z][a-z])/g, '$1$3 $2$4')
		.toLowerCase()
		.split(/[^a-z\d]+/)
		.filter(Boolean);
}

/** Cuts s and e: otherwise `bases` gives `bas`, and `base` stays. */
function stem(word: string): string {
	return word
		.replace(/ies$/, 'y')
		.replace(/(?<!s)s$/, '')
		.replace(/e$/, '');
}

/** A name without its spelling: only its words. */
export function folded(name: string): string {
	return wordsOf(name).join('');
}

/** Names that mean the same in a group; a group for each resource, and one for each field. */
export type Synonyms = ReadonlyArray<readonly string[]>;

/** Other words for resources and actions in paths. */
export const RESOURCE_SYNONYMS: Synonyms = [
	['accounts', 'organizations', 'organisations', 'orgs', 'tenants', 'customers'],
	['workspaces', 'projects', 'spaces', 'teams', 'environments'],
	['agents', 'assistants', 'bots'],
	['threads', 'conversations', 'chats', 'sessions', 'dialogs'],
	['messages', 'entries', 'turns'],
	['users', 'members', 'people', 'team-members', 'workspace-users', 'workspace-members'],
	['files', 'documents', 'sources', 'uploads'],
	['knowledge-bases', 'knowledge', 'libraries', 'collections', 'kbs', 'kb'],
	['prompts', 'instructions', 'system-prompts', 'prompt-templates'],
	['channels', 'integrations', 'deployments', 'connectors'],
	['content', 'download', 'raw', 'blob'],
	['versions', 'revisions', 'history'],
	['roll-back', 'rollback', 'revert', 'restore-version'],
	['lock-version', 'lock', 'pin'],
	['archive', 'deactivate'],
	['restore', 'unarchive'],
	['duplicate', 'clone', 'copy'],
	['publish', 'deploy', 'activate'],
	['reindex', 'refresh', 'resync', 'recrawl', 'index', 'sync', 'crawl'],
];

/** Other words for fields and parameters. */
export const FIELD_SYNONYMS: Synonyms = [
	['name', 'title', 'label', 'displayName'],
	['description', 'summary', 'about'],
	['content', 'text', 'body', 'instructions', 'prompt', 'template'],
	['search', 'q', 'query', 'term', 'keyword', 'filter', 'searchTerm'],
	['limit', 'pageSize', 'perPage', 'size', 'count', 'maxResults', 'top', 'take'],
	['cursor', 'pageToken', 'nextToken', 'startingAfter', 'after', 'continuationToken'],
	['offset', 'skip', 'start', 'from'],
	['page', 'pageNumber', 'pageNo', 'pageIndex'],
	['email', 'emailAddress', 'mail'],
	['type', 'kind', 'sourceType'],
	['category', 'group', 'folder'],
	['websiteUrl', 'url', 'website', 'siteUrl', 'uri', 'link', 'address'],
	['scope', 'mode', 'target'],
	['file', 'document', 'upload', 'attachment', 'data'],
	['createdAt', 'createdOn', 'created', 'creationDate', 'dateCreated', 'createdTime'],
	['updatedAt', 'updatedOn', 'updated', 'modifiedAt', 'lastModified', 'updatedTime', 'modifiedOn'],
	['status', 'state'],
	['size', 'sizeBytes', 'fileSize', 'bytes', 'byteSize'],
	['mimeType', 'contentType', 'mediaType'],
	['role', 'roleName', 'roleKey'],
	['lastSignInAt', 'lastLogin', 'lastLoginAt', 'lastSeenAt'],
	['messageCount', 'messagesCount', 'numberOfMessages', 'totalMessages'],
	['fileCount', 'filesCount', 'documentCount', 'numberOfFiles', 'totalFiles'],
	['isDefault', 'default'],
	['archived', 'isArchived'],
	['version', 'revision', 'versionNumber'],
];

/** Whether two names are the same words, or stand in one group of synonyms. */
export function likeness(one: string, other: string, synonyms: Synonyms): Likeness {
	const [first, second] = [folded(one), folded(other)];
	if (first === second) return 'same';
	const isGroup = synonyms.some((group) => {
		const names = group.map(folded);
		return names.includes(first) && names.includes(second);
	});
	return isGroup ? 'synonym' : undefined;
}
