import { PLANS } from '@/lib/billing/catalog/plans';
import type { CustomerStory } from '@/lib/operators/customer';
import { Card } from '../../ui/card';
import { DescriptionList } from '../../ui/description-list';
import { formatTime } from '../format';
import { CustomerLink, Id, ProviderId } from '../parts';
import { accessSentence } from './access-sentence';
import { INVITATION_STATES, STORY } from './copy';

/** Who it is, and what they can use now and why. */
export function PersonCard({ story }: { readonly story: CustomerStory }) {
  const { workspace, person, access, providers, sessions } = story;
  const { fields } = STORY;
  const deletedAt = workspace.deletedAt ?? person.deletedAt;
  const until = access.until === null ? null : formatTime(access.until);
  return (
    <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-2">
      <Card className="p-4 text-sm" labelledBy="access">
        <h2 id="access" className="text-lg">
          {STORY.access}
        </h2>
        <p className="mt-2 text-base">{accessSentence(access.level, PLANS[access.plan].name, until, access.reason)}</p>
        <p className="mt-2 text-muted-foreground">
          {STORY.credits}: {access.credits}
        </p>
      </Card>
      <Card className="px-4 py-1 text-sm" labelledBy="person">
        <h2 id="person" className="sr-only">
          {STORY.person}
        </h2>
        <DescriptionList
          items={[
            ...(workspace.id === person.id ? [] : [{ name: fields.workspace, value: <Id>{workspace.id}</Id> }]),
            ...(workspace.name === null ? [] : [{ name: fields.owner, value: person.email ?? '–' }]),
            { name: fields.id, value: <Id>{person.id}</Id> },
            { name: fields.name, value: `${person.name ?? '–'}${person.role === 'ADMIN' ? ` (${person.role})` : ''}` },
            { name: fields.signedUp, value: formatTime(person.createdAt) },
            { name: fields.locale, value: `${person.locale ?? '–'}, ${person.timeZone ?? '–'}` },
            {
              name: fields.providers,
              value:
                providers.length === 0
                  ? '–'
                  : providers.map((one) => (
                      <span key={one.externalId} className="block">
                        <ProviderId of={one} />
                      </span>
                    )),
            },
            { name: fields.sessions, value: sessions },
            ...(story.others.length === 0 ? [] : [{ name: fields.others, value: <Others story={story} /> }]),
            ...(deletedAt === null ? [] : [{ name: fields.deleted, value: formatTime(deletedAt) }]),
          ]}
        />
      </Card>
    </div>
  );
}

/** Where else the owner is, or is invited. */
function Others({ story }: { readonly story: CustomerStory }) {
  return story.others.map(({ id, name, role, state }) => (
    <span key={id} className="block">
      <CustomerLink id={id} email={name} />
      {STORY.otherWorkspace(role, state === 'member' ? state : INVITATION_STATES[state])}
    </span>
  ));
}
