/** At most `max` uses in a window that starts with the first one; in real time. */
export interface RateLimit {
  readonly max: number;
  readonly windowSeconds: number;
  /** Why this number. */
  readonly reason: string;
}

const TEN_MINUTES = 600;
const HOUR = 3600;

/**
 * All rate limits. The suffix of a name is what they count: `-client` an IP address (lib/client-ip.ts), `-account` a
 * signed-in user, `-workspace` a workspace, `-person` a mailbox in any spelling of its address.
 * `RATE_LIMITS=checkout-account=100` overrides a maximum in development and tests.
 */
export const RATE_LIMITS = {
  'sign-in-client': {
    max: 30,
    windowSeconds: TEN_MINUTES,
    reason: 'An office behind one IP address signs in together in the morning; a script that tries emails needs more.',
  },
  'mail-person': {
    max: 5,
    windowSeconds: TEN_MINUTES,
    reason: 'People may request two or three links by mistake; a stranger must not flood a mailbox through us.',
  },
  'confirm-client': {
    max: 60,
    windowSeconds: TEN_MINUTES,
    reason: 'Twice the sign-ins of a client, because links get opened twice; tokens of 256 bits can’t be guessed.',
  },
  'checkout-account': {
    max: 5,
    windowSeconds: TEN_MINUTES,
    reason: 'Declined cards count, too. A buyer needs one or two checkouts; testing stolen cards takes hundreds.',
  },
  'checkout-client': {
    max: 20,
    windowSeconds: TEN_MINUTES,
    reason: 'A few buyers may share an IP address; a card tester creates many accounts.',
  },
  'portal-account': {
    max: 20,
    windowSeconds: TEN_MINUTES,
    reason: 'Each use calls the provider. A customer opens the portal a few times.',
  },
  'portal-client': {
    max: 200,
    windowSeconds: TEN_MINUTES,
    reason: 'The portal moves no money, so an office may share it: ten accounts at their limit.',
  },
  'cancel-account': {
    max: 20,
    windowSeconds: TEN_MINUTES,
    reason: 'Customers may cancel and change their mind; each use calls the provider.',
  },
  'payment-method-account': {
    max: 5,
    windowSeconds: TEN_MINUTES,
    reason: 'Each use opens a page where cards can be tested, like a checkout.',
  },
  'change-account': {
    max: 20,
    windowSeconds: TEN_MINUTES,
    reason: 'Seats change often while a team is set up; each use charges or credits money.',
  },
  'delete-account': {
    max: 20,
    windowSeconds: TEN_MINUTES,
    reason: 'Customers retry while a provider is unreachable; each use searches the event log.',
  },
  'pause-account': {
    max: 20,
    windowSeconds: TEN_MINUTES,
    reason: 'Customers may pause and change their mind; each use calls the provider.',
  },
  'profile-account': {
    max: 20,
    windowSeconds: TEN_MINUTES,
    reason: 'People correct their name a few times; each use updates every provider.',
  },
  'time-zone-account': {
    max: 20,
    windowSeconds: TEN_MINUTES,
    reason: 'Posted by the page when a traveler’s time zone changes.',
  },
  'refund-account': {
    max: 20,
    windowSeconds: TEN_MINUTES,
    reason: 'A customer has a handful of refundable payments; each use calls the provider.',
  },
  'sessions-account': {
    max: 20,
    windowSeconds: TEN_MINUTES,
    reason: 'People sign out everywhere now and then.',
  },
  'export-account': {
    max: 5,
    windowSeconds: HOUR,
    reason: 'Reads every table; one file is enough, plus a few for interrupted downloads.',
  },
  'email-account': {
    max: 5,
    windowSeconds: HOUR,
    reason: 'Each use emails an address that may not know us; a typo takes two or three.',
  },
  'email-change-person': {
    max: 5,
    windowSeconds: TEN_MINUTES,
    reason: 'Several accounts must not flood a mailbox. Apart from `mail-person`, so that its owner can still sign in.',
  },
  'email-confirm-account': {
    max: 20,
    windowSeconds: TEN_MINUTES,
    reason: 'A link is opened once or twice; each use emails the old address.',
  },
  'invoice-account': {
    max: 60,
    windowSeconds: TEN_MINUTES,
    reason: 'Five years of monthly invoices, opened one after another.',
  },
  'preview-account': {
    max: 60,
    windowSeconds: TEN_MINUTES,
    reason: 'Customers compare plans and seats; each preview asks the provider for the price.',
  },
  'payment-method-result-account': {
    max: 60,
    windowSeconds: TEN_MINUTES,
    reason: 'The account page asks the provider while a new card is verified, and customers reload it.',
  },
  'invitations-workspace': {
    max: 50,
    windowSeconds: HOUR,
    reason: 'Each use emails an address that may not know us; a team of fifty arrives in one afternoon.',
  },
  'invitation-person': {
    max: 5,
    windowSeconds: HOUR,
    reason: 'By one workspace: a guest may ask for the link again; it must not flood a mailbox through us.',
  },
  'invited-person': {
    max: 20,
    windowSeconds: HOUR,
    reason: 'By all workspaces: four at their limit, so that one alone can’t keep others from inviting a person.',
  },
  'invitation-account': {
    max: 20,
    windowSeconds: TEN_MINUTES,
    reason: 'People accept one or two invitations; tokens of 256 bits can’t be guessed.',
  },
  'members-account': {
    max: 60,
    windowSeconds: TEN_MINUTES,
    reason: 'An admin goes through a list of members once in a while.',
  },
  'report-account': {
    max: 60,
    windowSeconds: TEN_MINUTES,
    reason: 'A person pastes a handful of texts; one a second is a script, and each is up to 20,000 characters.',
  },
  'denial-account': {
    max: 20,
    windowSeconds: TEN_MINUTES,
    reason: 'Limits what one account can add to the audit log; trying ids shows in the first twenty.',
  },
  'denial-client': {
    max: 20,
    windowSeconds: TEN_MINUTES,
    reason: 'The same for clients that are signed out.',
  },
} as const satisfies Record<string, RateLimit>;

export type RateLimitName = keyof typeof RATE_LIMITS;

export function isRateLimit(name: string): name is RateLimitName {
  return Object.hasOwn(RATE_LIMITS, name);
}
