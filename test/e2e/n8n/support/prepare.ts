import { prepareN8n } from './prepared-n8n';

/** Before the first test file, so that all files share what is prepared. */
export default async function prepare(): Promise<void> {
	await prepareN8n();
}
