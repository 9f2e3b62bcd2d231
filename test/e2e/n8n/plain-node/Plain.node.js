class Plain {
	description = {
		displayName: 'Plain',
		name: 'plain',
		group: ['transform'],
		version: 1,
		description: 'Lists workspaces',
		defaults: { name: 'Plain' },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: 'plainApi', required: true }],
		properties: [],
	};
	async execute() {
		const { baseUrl, accountId } = await this.getCredentials('plainApi');
		const { data } = await this.helpers.httpRequestWithAuthentication.call(this, 'plainApi', {
			url: `${baseUrl}/accounts/${accountId}/workspaces`,
			json: true,
		});
		return [data.map((json) => ({ json }))];
	}
}
module.exports = { Plain };
