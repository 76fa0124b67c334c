import type { MemberRole } from '@/lib/workspaces/roles';

export const ROLE_NAMES: Record<MemberRole, string> = { owner: 'Owner', admin: 'Admin', member: 'Member' };

const people = (count: number) => (count === 1 ? '1 person' : `${count} people`);
const seats = (count: number) => (count === 1 ? '1 seat' : `${count} seats`);

export const MEMBERS = {
  title: 'Members',
  lead: (workspace: string) => `Everyone in ${workspace}.`,
  seats: 'Seats',
  used: (used: number, paid: number) => `${used} of ${seats(paid)} in use`,
  pending: (count: number) =>
    count === 1 ? '1 of them is reserved for an invitation' : `${count} of them are reserved for invitations`,
  addSeats: 'Change seats',
  over: {
    title: (members: number, paid: number) => `${people(members)}, but only ${seats(paid)}`,
    text: 'The workspace is read-only until you add seats or remove members. No one has been removed.',
  },
  columns: { member: 'Member', role: 'Role', since: 'Joined', actions: 'Actions' },
  you: 'You',
  changeRole: 'Change role',
  roleOf: (member: string) => `Role of ${member}`,
  remove: 'Remove',
  invitations: 'Invitations',
  invitationColumns: { email: 'Email', role: 'Role', state: 'Status', actions: 'Actions' },
  states: {
    sent: (date: string) => `Sent, expires ${date}`,
    held: () => 'Waiting for a seat',
    expired: () => 'Expired',
  },
  resend: 'Send again',
  revoke: 'Revoke',
  invite: 'Invite people',
  inviteLead: 'They get an email with a link that works for seven days, and only for that address.',
  emails: 'Email addresses',
  emailsHint: 'One per line, up to 20.',
  role: 'Role',
  roles: { member: 'Member: uses what your plan includes', admin: 'Admin: also manages members and billing' },
  inviteButton: 'Send invitations',
  workspace: 'Workspace',
  workspaceLead: 'The name is visible to members and appears in invitations and on invoices.',
  name: 'Name',
  nameHint: (fallback: string) => `Leave it empty for “${fallback}”.`,
  save: 'Save',
  data: 'Data',
  dataLead: 'Everything we store about this workspace and its payments, in one file.',
  download: 'Download workspace data',
  transfer: 'Transfer ownership',
  transferLead: 'The new owner will get billing emails and have full control of the workspace. You’ll remain an admin.',
  newOwner: 'New owner',
  transferButton: 'Transfer workspace',
  delete: 'Delete workspace',
  deleteLead: 'Cancels the plan and removes everyone. You’ll keep your account.',
  deleteLink: 'Delete this workspace',
  leave: 'Leave workspace',
  leaveLead: 'You’ll lose access to everything this workspace pays for. You’ll keep your own workspace.',
  leaveButton: 'Leave this workspace',
  others: 'Your other workspaces',
  switchTo: (name: string) => `Switch to ${name}`,
} as const;

/** What a member without a say in billing reads instead of it. */
export const MEMBER_PLAN = {
  title: 'Workspace plan',
  levels: {
    full: 'You can use everything the plan includes.',
    read_only: 'The workspace is currently read-only. Ask an admin for details.',
    none: 'The workspace has no active plan.',
  },
  managedBy: (owner: string) => `${owner} owns this workspace. The owner and admins manage billing.`,
  members: 'See members',
} as const;

export const TEAM_SUCCESS: Readonly<Record<string, string>> = {
  invited: 'Invitations sent',
  held: 'Your invitations will be sent once seats are available',
  resent: 'Invitation sent again',
  revoked: 'Invitation revoked',
  removed: 'Member removed',
  role: 'Role changed',
  name: 'Changes saved',
  transferred: 'Workspace transferred',
};

export const TEAM_PROBLEMS: Readonly<Record<string, string>> = {
  addresses: 'Enter up to 20 valid email addresses, one per line',
  seats: 'You’re out of seats. Choose a plan with more seats first',
  owner: 'You own this workspace. Transfer it to another member first',
};

export const DELETE_WORKSPACE = {
  title: 'Delete this workspace',
  lead: (workspace: string) => `${workspace} will be deleted. This can’t be undone.`,
  consequences: [
    'Its plan ends immediately, and any remaining paid time is lost. Request any refund first.',
    'Lifetime access and unused credits are lost.',
    'All members lose access right away. Open invitations stop working.',
    'We keep payment records without names, as the law requires.',
    'You’ll keep your account and get a new, empty workspace.',
  ],
  button: 'Delete workspace',
  keep: 'Keep workspace',
} as const;

export const INVITATION = {
  title: 'Join a workspace',
  lead: (invitedBy: string, workspace: string) => `${invitedBy} invited you to ${workspace}.`,
  role: (role: MemberRole) =>
    role === 'admin'
      ? 'As an admin, you can use everything its plan includes and manage members and billing.'
      : 'You can use everything its plan includes, at no cost to you.',
  keep: 'Your own workspace stays as it is. You can switch anytime.',
  button: 'Join workspace',
  later: 'Not now',
  invalidTitle: 'This invitation is no longer valid',
  otherTitle: 'This invitation is for another address',
  other: (email: string) => `You’re signed in as ${email}. Sign in with the address that received the invitation.`,
  signOut: 'Sign in with another address',
  home: 'Go to dashboard',
} as const;
