import { devDependencies } from '../../package.json';
import { createHandler } from '../zapier/handler';
import App from '../../zapier/src';
import { authTemplateFindings } from '../zapier/auth-template';
import { integrationFindings } from '../zapier/checks';
import type { App as Definition } from '../zapier/definition';
import { printFindings } from '../print/terminal';

/**
 * Checks the definition of the Zapier app as Zapier does before it accepts one, without Zapier's
 * servers. Ends with code 1 on any finding.
 */
async function main(): Promise<void> {
	const handler = createHandler(App);
	const { results } = await handler({ command: 'validate', calledFromCli: true });
	const schema = (results as Array<{ property: string; message: string }>).map(
		({ property, message }) => `${property}: ${message}`,
	);
	printFindings("Zapier's schema", schema);
	printFindings("Zapier's authentication template", await authTemplateFindings(handler));
	printFindings(
		"Zapier's integration checks D001 to D028",
		await integrationFindings(App as Definition, devDependencies['zapier-platform-core']),
	);
}

void main();
