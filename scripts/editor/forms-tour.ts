import { NodeHelpers, type INodeProperties, type INodeTypeDescription } from 'n8n-workflow';

import type { WatchedTour } from './tour';

/** What the node's type is called in n8n. */
const TYPE = { name: 'n8n-nodes-vivi.vivi', version: 1 };

/** The positions of the nodes, so that all of them can be seen at once. */
const GRID = { columns: 8, width: 260, height: 180 };

/** The form of one operation. */
export interface Form {
	resource: string;
	operation: string;
}

/** What the tour saw of a form before anything was filled in. */
export interface SeenForm extends Form {
	/** Labels of the fields that n8n marks as missing. */
	marked: string[];
	/** Labels of the fields that are required and begin empty. */
	required: string[];
}

export type Credentials = Readonly<Record<string, { id: string; name: string }>>;

/** Opens every form of the node once. Leaves the workflow open, with a node for each form. */
export async function lookAtForms(
	tour: WatchedTour,
	credentials: Credentials,
): Promise<SeenForm[]> {
	const { page, watch, n8nUrl, rest } = tour;
	const [description] = await rest.call<INodeTypeDescription[]>('POST', '/node-types', {
		nodeInfos: [TYPE],
	});
	const forms = formsOf(description!);
	const { id } = await rest.saveWorkflow({
		name: 'Every form',
		nodes: forms.map((form, index) => toNode(form, index, description!, credentials)),
		connections: {},
	});
	await page.goto(`${n8nUrl}/workflow/${id}`);
	const seen: SeenForm[] = [];
	for (const form of forms) {
		await openForm(tour, form);
		await watch.look(nameOf(form));
		const marked = await page.evaluate<string[]>(MARKED_LABELS);
		seen.push({ ...form, marked, required: requiredIn(description!, form) });
		await closeForm(tour);
	}
	return seen;
}

/** Opens the node of a form in the workflow with a node for each form. */
export async function openForm({ page }: WatchedTour, form: Form): Promise<void> {
	await page.locator(`[data-test-id="canvas-node"][data-node-name="${nameOf(form)}"]`).dblclick();
	await page.getByTestId('parameter-input-operation').waitFor();
}

export async function closeForm({ page }: WatchedTour): Promise<void> {
	await page.getByTestId('ndv-close-button').click();
	await page.getByTestId('ndv').waitFor({ state: 'detached' });
}

/** A text, because it runs in the browser: the labels of the fields with a warning sign. */
export const MARKED_LABELS = `[...document.querySelectorAll('[data-test-id="ndv"] .parameter-item')]
	.filter((item) => item.querySelector('[data-test-id="parameter-issues"], .parameter-issues'))
	.map((item) => item.querySelector('.n8n-input-label .n8n-text').textContent.trim())`;

/** Each operation of each resource, as n8n offers them. */
function formsOf({ properties }: INodeTypeDescription): Form[] {
	return properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ displayOptions, options = [] }) =>
			displayOptions!.show!['resource']!.flatMap((resource) =>
				options.map((option) => ({
					resource: String(resource),
					operation: String((option as { value: unknown }).value),
				})),
			),
		);
}

function toNode(
	form: Form,
	index: number,
	description: INodeTypeDescription,
	credentials: Credentials,
) {
	const { columns, width, height } = GRID;
	const taken = description.credentials!.filter((credential) =>
		isShown(description, form, credential),
	);
	return {
		id: `form-${index}`,
		name: nameOf(form),
		type: TYPE.name,
		typeVersion: TYPE.version,
		position: [(index % columns) * width, Math.floor(index / columns) * height],
		parameters: form,
		credentials: Object.fromEntries(taken.map(({ name }) => [name, credentials[name]])),
	};
}

const nameOf = ({ resource, operation }: Form) => `${resource} ${operation}`;

/** Labels of the fields that are shown, required and empty at first. */
function requiredIn(description: INodeTypeDescription, form: Form): string[] {
	return description.properties
		.filter((property) => property.required && isEmpty(property.default))
		.filter((property) => isShown(description, form, property))
		.map(({ displayName }) => displayName);
}

/** n8n's own rule for a form without changes. */
function isShown(
	description: INodeTypeDescription,
	form: Form,
	part: Pick<INodeProperties, 'displayOptions'>,
): boolean {
	const node = { typeVersion: TYPE.version };
	return NodeHelpers.displayParameter({ ...form }, part as INodeProperties, node, description);
}

function isEmpty(value: INodeProperties['default']): boolean {
	if (typeof value !== 'object' || value === null) return value === '';
	return 'value' in value && value.value === '';
}
