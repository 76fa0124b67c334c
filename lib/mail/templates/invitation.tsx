import { z } from 'zod';
import { SITE } from '@/config/site';
import { invitationToken } from '@/lib/workspaces/invitation-token';
import { Paragraph } from './layout';
import { moment, template } from './template';

/** Sent to an address that may not know us. The link is made while rendering, so that no table holds it. */
export const invitation = template({
  data: z.object({
    invitationId: z.string(),
    workspace: z.string(),
    invitedBy: z.string(),
    role: z.enum(['owner', 'admin', 'member']),
    expiresAt: moment,
  }),
  example: {
    invitationId: 'example',
    workspace: 'Ada Lovelace’s workspace',
    invitedBy: 'Ada Lovelace',
    role: 'member',
    expiresAt: '2030-05-08T09:00:00.000Z',
  },
  compose: ({ invitationId, workspace, invitedBy, role, expiresAt }, fmt) => ({
    subject: `${invitedBy} invited you to ${SITE.name}`,
    preview: `Join ${workspace}.`,
    body: (
      <>
        <Paragraph>
          {invitedBy} invited you to join {workspace} on {SITE.name}
          {role === 'admin' ? ' as an admin' : ''}. You can use what the workspace pays for, at no cost to you.
        </Paragraph>
        <Paragraph>
          The invitation is for this email address and expires on {fmt.day(expiresAt)}. If you don’t know {invitedBy},
          you can ignore this email.
        </Paragraph>
      </>
    ),
    button: {
      label: 'View invitation',
      href: fmt.link(`/invitation?token=${invitationToken(invitationId, new Date(expiresAt))}`),
    },
  }),
});
