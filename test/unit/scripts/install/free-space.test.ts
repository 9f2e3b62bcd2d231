import { tmpdir } from 'node:os';

import { requireFreeSpace } from '../../../../scripts/install/free-space';

test('enough space is enough', () => {
	expect(() => requireFreeSpace('/cache', 'n8n', 4e9, () => 4e9)).not.toThrow();
});

test('too little says how much there is, how much it takes and what to do', () => {
	expect(() => requireFreeSpace('/cache', 'n8n', 4e9, () => 1.26e9)).toThrow(
		'There are only 1.3 GB free in /cache; installing n8n takes 4.0 GB. Free some space, or set VIVI_CACHE_DIR',
	);
});

test('asks the file system itself', () => {
	expect(() => requireFreeSpace(tmpdir(), 'n8n', 1)).not.toThrow();
	expect(() => requireFreeSpace(tmpdir(), 'n8n', Number.MAX_SAFE_INTEGER)).toThrow('GB free');
});
