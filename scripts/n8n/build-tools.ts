import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const TOOLS: ReadonlyArray<{ label: string; commands: string[] }> = [
	{ label: 'a C++ compiler', commands: ['c++', 'g++', 'clang++'] },
	{ label: 'make', commands: ['make', 'gmake'] },
	{ label: 'Python 3', commands: ['python3', 'python'] },
];

/** The missing tools for compiling a native module, in words. */
export function missingBuildTools(
	path: string,
	isCommand: (file: string) => boolean = isExecutable,
): string[] {
	const folders = path.split(delimiter).filter(Boolean);
	const has = (command: string) => folders.some((folder) => isCommand(join(folder, command)));
	return TOOLS.filter(({ commands }) => !commands.some(has)).map(({ label }) => label);
}

/** What to do so that the database driver can be compiled here. */
export function buildToolsAdvice(platform: NodeJS.Platform, missing: readonly string[]): string {
	if (missing.length === 0) {
		return 'The tools for compiling it are there; the output above says what they stumbled over. Without internet access it may be the headers of Node: set npm_config_nodedir to the folder that has include/node.';
	}
	return `Compiling it takes ${missing.join(', ')}, which this machine does not have. ${installAdvice(platform)}`;
}

function installAdvice(platform: NodeJS.Platform): string {
	if (platform === 'darwin') return 'Install them with xcode-select --install, then try again.';
	if (platform === 'win32') {
		return 'Install Python 3 and "Desktop development with C++" of the Visual Studio Build Tools, then try again.';
	}
	return [
		'Install them, then try again:',
		'  Debian, Ubuntu:  sudo apt-get install build-essential python3',
		'  Fedora, RHEL:    sudo dnf install gcc-c++ make python3',
		'  Alpine:          sudo apk add build-base python3',
	].join('\n');
}

function isExecutable(file: string): boolean {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
