import type { Table } from '../engine/store';
import type { World } from '../engine/world';

/** A user who can sign in through the sandbox. */
export interface Person {
  /** The lowercase email address. */
  id: string;
  /** GitHub's numeric account id, and Google's `sub` as a string. Stable per user. */
  number: number;
  name: string;
  email: string;
  verified: boolean;
}

const FIRST_NUMBER = 583_231;

/** Users who signed in before, and two default ones. */
export function people(world: World): Table<Person> {
  return world.store.table<Person>('oauth_people', { number: (person) => String(person.number) });
}

/** Adds the two default users to an empty world, now and after each reset. */
export function welcomePeople(world: World): void {
  const welcome = (): void => {
    const table = people(world);
    if (table.size > 0) return;
    remember(table, { name: 'Ada Lovelace', email: 'ada@example.com', verified: true });
    remember(table, { name: 'Mallory Unverified', email: 'mallory@example.com', verified: false });
  };
  welcome();
  world.onReset(welcome);
}

/** The user with that email, new or existing. Name and verification are updated. */
export function remember(table: Table<Person>, entered: { name: string; email: string; verified: boolean }): Person {
  const key = entered.email.toLowerCase();
  const number = table.get(key)?.number ?? FIRST_NUMBER + table.size;
  return table.put(key, { ...entered, id: key, number });
}

/** GitHub username, derived from the email. */
export function loginOf(person: Person): string {
  return (
    person.id
      .replace(/@.*/, '')
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'someone'
  );
}
