import { PLANS } from '@/lib/billing/catalog/plans';
import type { CustomerStory } from '@/lib/operators/customer';
import { Card } from '../../ui/card';
import { DescriptionList } from '../../ui/description-list';
import { formatTime } from '../format';
import { Id } from '../parts';
import { accessSentence } from './access-sentence';
import { STORY } from './copy';

/** Who it is, and what they can use now and why. */
export function PersonCard({ story }: { readonly story: CustomerStory }) {
  const { person, access, providers, sessions } = story;
  const { fields } = STORY;
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
            { name: fields.id, value: <Id>{person.id}</Id> },
            { name: fields.name, value: `${person.name ?? '–'}${person.role === 'ADMIN' ? ` (${person.role})` : ''}` },
            { name: fields.signedUp, value: formatTime(person.createdAt) },
            { name: fields.locale, value: `${person.locale ?? '–'}, ${person.timeZone ?? '–'}` },
            {
              name: fields.providers,
              value:
                providers.length === 0
                  ? '–'
                  : providers.map(({ provider, externalId }) => (
                      <span key={externalId} className="block">
                        {provider} <Id>{externalId}</Id>
                      </span>
                    )),
            },
            { name: fields.sessions, value: sessions },
            ...(person.deletedAt === null ? [] : [{ name: fields.deleted, value: formatTime(person.deletedAt) }]),
          ]}
        />
      </Card>
    </div>
  );
}
