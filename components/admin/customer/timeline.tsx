import type { Timeline as Entries, TimelineEntry } from '@/lib/operators/timeline';
import { ADMIN } from '../copy';
import { type Column, DataTable } from '../data-table';
import { withQuery } from '../format';
import { Json, Time } from '../parts';
import { Section } from '../section';
import { KINDS, STORY } from './copy';

const { timelineColumns: names } = STORY;

const COLUMNS: Column<TimelineEntry>[] = [
  { name: names.at, cell: ({ at }) => <Time at={at} /> },
  { name: names.kind, cell: ({ kind }) => KINDS[kind] },
  { name: names.text, cell: ({ text }) => <span className="break-words">{text}</span> },
  { name: names.detail, cell: ({ detail }) => <Json value={detail} label={ADMIN.details} /> },
];

interface Props {
  readonly path: string;
  readonly timeline: Entries;
  /** Whether this is a later page. */
  readonly older: boolean;
}

/** Everything that happened to a customer in one list. */
export function Timeline({ path, timeline, older }: Props) {
  const { entries, next } = timeline;
  return (
    <Section id="timeline" title={STORY.timeline}>
      <DataTable
        caption={STORY.timelineCaption}
        columns={COLUMNS}
        rows={entries}
        keyOf={({ kind, id }) => `${kind} ${id}`}
      />
      <p className="flex gap-6 text-sm">
        {older && (
          <a className="link inline-flex min-h-11 items-center" href={`${path}#timeline`}>
            {STORY.newest}
          </a>
        )}
        {next !== null && (
          <a
            className="link inline-flex min-h-11 items-center"
            href={`${withQuery(path, { before: next.toISOString() })}#timeline`}
          >
            {STORY.older}
          </a>
        )}
      </p>
    </Section>
  );
}
