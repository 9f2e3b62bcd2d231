import { buildToolsAdvice, missingBuildTools } from '../../../../scripts/n8n/build-tools';

const has =
	(...files: string[]) =>
	(file: string) =>
		files.includes(file);

test('one command of each kind, anywhere on the path, is enough', () => {
	const found = has('/a/clang++', '/b/gmake', '/b/python3');
	expect(missingBuildTools('/a:/b', found)).toEqual([]);
});

test('names what is missing', () => {
	expect(missingBuildTools('/a:/b', has('/b/make', '/c/g++'))).toEqual([
		'a C++ compiler',
		'Python 3',
	]);
});

test.each([
	['linux', 'apt-get install build-essential python3'],
	['darwin', 'xcode-select --install'],
	['win32', 'Visual Studio Build Tools'],
] as const)('on %s it says how to get them', (platform, command) => {
	const advice = buildToolsAdvice(platform, ['a C++ compiler', 'make']);
	expect(advice).toContain('a C++ compiler, make');
	expect(advice).toContain(command);
});

test('with all tools there it sends nobody to install them', () => {
	const advice = buildToolsAdvice('linux', []);
	expect(advice).toContain('npm_config_nodedir');
	expect(advice).not.toContain('apt-get');
});
