import type { Seats } from '@/lib/team/seats';
import { Alert } from '../ui/alert';
import { LinkButton } from '../ui/link-button';
import { MEMBERS } from './copy';

interface Props {
  readonly seats: Seats;
  readonly manages: boolean;
}

/** How many seats there are and who takes them, with what to do when there are too few. */
export function SeatsSummary({ seats, manages }: Props) {
  const { paid, members, invited, most } = seats;
  const action = manages && most > 1 && (
    <LinkButton variant="outline" href="/account/change">
      {MEMBERS.addSeats}
    </LinkButton>
  );
  if (members > paid)
    return (
      <Alert variant="warning" title={MEMBERS.over.title(members, paid)} action={action}>
        {MEMBERS.over.text}
      </Alert>
    );
  return (
    <Alert title={MEMBERS.used(members + invited, paid)} action={action}>
      {invited > 0 ? MEMBERS.pending(invited) : undefined}
    </Alert>
  );
}
