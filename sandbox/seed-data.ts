export const WORKSPACES: Array<[name: string, description: string]> = [
	['Customer Support', 'Agents that answer customers'],
	['Sales', 'Agents for leads and quotations'],
	['IT Service Desk', 'Agents that help colleagues with their machines'],
	['Human Resources', 'Agents for questions about leave, pay and onboarding'],
	['Finance', 'Agents that read invoices and travel expenses'],
	['Kundendienst Zürich', 'Agents for customers who write in German'],
];
/** Workspaces are never of one size. */
export const SHARES = [0.34, 0.22, 0.16, 0.12, 0.1, 0.06];

export const TOPICS = [
	'Returns',
	'Shipping',
	'Warranty',
	'Billing',
	'Order Status',
	'Onboarding',
	'Product Finder',
	'Complaints',
	'Appointments',
	'Password Reset',
	'VPN',
	'Travel Expenses',
	'Payroll',
	'Leave Requests',
	'Quotations',
	'Lead Qualification',
	'Renewals',
	'Spare Parts',
	'Store Hours',
	'Gift Cards',
	'Loyalty Points',
	'Data Protection',
	'Invoices',
	'Réclamations',
	'Rückgaben',
	'Newsletter',
	'Accessibility',
	'Installation',
	'Recalls',
	'Opening an Account',
];
export const AGENT_KINDS = [
	'Assistant',
	'Triage',
	'Helper',
	'Copilot',
	'Concierge',
	'Desk',
	'Guide',
	'Night Shift',
	'Voice',
	'Escalation',
];
export const KNOWLEDGE_KINDS = [
	'Manuals',
	'Policies',
	'FAQ',
	'Articles',
	'Price Lists',
	'Guidelines',
];
export const KNOWLEDGE_TYPES = [
	'documents',
	'documents',
	'documents',
	'indexedWebsite',
	'realtimeWebsite',
	'sharePoint',
	'livePro',
];
export const CATEGORIES = ['Support', 'Product', 'Legal', 'Internal', 'Sales'];
export const CHANNEL_TYPES = ['webChat', 'api', 'microsoftTeams', 'sms', 'whatsApp', 'voice'];
export const FILES: Array<[name: string, mimeType: string]> = [
	['manual.pdf', 'application/pdf'],
	['price-list.csv', 'text/csv'],
	['policy.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
	['questions.md', 'text/markdown'],
	['Übersicht.pdf', 'application/pdf'],
	['release-notes.txt', 'text/plain'],
];
export const FIRST_NAMES = [
	'Ada',
	'Grace',
	'Alan',
	'Edsger',
	'Barbara',
	'Ken',
	'Margaret',
	'Niklaus',
	'Radia',
	'Donald',
	'Frances',
	'Zoë',
];
export const LAST_NAMES = [
	'Lovelace',
	'Hopper',
	'Turing',
	'Dijkstra',
	'Liskov',
	'Thompson',
	'Hamilton',
	'Wirth',
	'Perlman',
	'Knuth',
	'Allen',
	'Müller',
];
export const QUESTIONS = [
	'Can I send the boots back after three weeks?',
	'Where is my parcel?',
	'My invoice shows the wrong address.',
	'How do I reset my password?',
	'Do you have this in green?',
	'Wann öffnet die Filiale am Samstag?',
];
export const ANSWERS = [
	'You can send them back within 30 days.',
	'It left our warehouse this morning and arrives tomorrow.',
	'I have corrected it; the new invoice is on its way to you.',
	'Follow the link on the sign-in page; it is valid for an hour.',
	'Yes, in three sizes.',
	'Am Samstag von 9 bis 17 Uhr.',
];
