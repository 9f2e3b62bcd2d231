import type { ResourceName } from '../../vivi/catalogue/types';

/** The name of the method that lists a resource's records of all watched workspaces. */
export function watchedMethod(resource: ResourceName): string {
	return `getWatched${resource.charAt(0).toUpperCase()}${resource.slice(1)}s`;
}
