/** preAuthentication as n8n's own credentials have it: every caller exchanges for itself. */
class PlainApi {
	name = 'plainApi';
	displayName = 'Plain API';
	properties = [
		...['clientId', 'clientSecret', 'audience', 'tokenUrl', 'accountId', 'baseUrl'].map((name) => ({
			displayName: name,
			name,
			type: 'string',
			default: '',
		})),
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
	];
	authenticate = {
		type: 'generic',
		properties: { headers: { Authorization: '=Bearer {{$credentials.accessToken}}' } },
	};
	async preAuthentication(credentials) {
		const { access_token: accessToken } = await this.helpers.httpRequest({
			method: 'POST',
			url: credentials.tokenUrl,
			body: {
				client_id: credentials.clientId,
				client_secret: credentials.clientSecret,
				audience: credentials.audience,
				grant_type: 'client_credentials',
			},
			json: true,
		});
		return { accessToken };
	}
}
module.exports = { PlainApi };
