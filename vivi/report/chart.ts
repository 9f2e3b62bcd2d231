import { FIGURES } from '../catalogue/report';
import type { JsonObject } from '../http/json';
import type { Report } from './types';

/** A report in the form of chart libraries: a label for each workspace, and a dataset for each figure. */
export function toChart({ figures, since, workspaces }: Report): JsonObject {
	const changes = [
		['createdCount', 'Created'],
		['updatedCount', 'Updated'],
	] as const;
	return {
		labels: workspaces.map(({ name, workspaceId }) => name ?? workspaceId ?? ''),
		datasets: [
			...figures.map((figure) => ({
				label: FIGURES[figure].plural,
				data: workspaces.map((one) => one[figure] ?? null),
			})),
			...(since === null ? [] : changes).map(([key, label]) => ({
				label,
				data: workspaces.map((one) => one[key]),
			})),
		],
	};
}
