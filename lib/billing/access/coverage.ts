import type { InvoiceLine } from '../providers/money-snapshots';

/**
 * What became of the money behind something: `disputed` freezes it; refunded in full or lost in a dispute it is taken
 * back.
 */
export type PaymentStanding = 'clear' | 'disputed' | 'refunded' | 'charged_back';

/** A line of a paid invoice that sells one of our plans, or gives its time back. */
export interface PlanLine extends Pick<InvoiceLine, 'quantity' | 'amount' | 'from' | 'until'> {
  readonly sku: string;
}

/** A paid invoice with what became of its money. */
export interface PaidInvoice {
  readonly externalId: string;
  readonly createdAt: Date;
  readonly standing: PaymentStanding;
  /** Minor units; negative when the customer was credited. */
  readonly total: bigint;
  /** Minor units of the customer's balance that paid for it. */
  readonly balanceUsed: bigint;
  readonly lines: readonly PlanLine[];
}

/** Time of a plan that was paid for, and the invoices whose money it rests on. */
export interface CoveredSpan {
  readonly sku: string;
  /** Seats. */
  readonly quantity: number;
  readonly from: Date;
  readonly until: Date;
  readonly standing: PaymentStanding;
  /** External ids, the invoice that sold it first. */
  readonly invoices: readonly string[];
}

/** When the last of these spans ends, Unix milliseconds; 0 when there is none. */
export function lastEnd(spans: readonly CoveredSpan[]): number {
  return Math.max(0, ...spans.map(({ until }) => until.getTime()));
}

export interface Coverage {
  readonly spans: readonly CoveredSpan[];
  /** Minor units of each invoice, by external id, that later invoices gave back as credit. */
  readonly credited: ReadonlyMap<string, bigint>;
}

/**
 * What a subscription's paid invoices pay for. They are replayed in order: a credit ends the time it credits, and
 * what the same invoice sells rests on the money of both. An invoice whose money was returned neither sells nor
 * credits anything, so the time it had replaced is there again; whatever was built on it goes with it. So what is open
 * is never worth more than the money that was kept.
 */
export function coverageOf(invoices: readonly PaidInvoice[]): Coverage {
  const inOrder = [...invoices].sort(
    (a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.externalId < b.externalId ? -1 : 1),
  );
  let spans: CoveredSpan[] = [];
  let balance: CoveredSpan[] = [];
  const credited = new Map<string, bigint>();
  for (const invoice of inOrder) {
    const credits = isTakenBack(invoice.standing) ? [] : invoice.lines.filter(({ amount }) => amount < 0n);
    const given = credits.map((line) => ({ line, span: creditedSpan(spans, line) }));
    const basis = [
      ...given.flatMap(({ span }) => (span === null ? [] : [span])),
      ...(invoice.balanceUsed > 0n ? balance : []),
    ];
    const standing = worst([invoice.standing, ...basis.map((span) => span.standing)]);
    if (!isTakenBack(standing)) {
      for (const { line, span } of given) {
        if (span === null) continue;
        spans = spans.flatMap((one) => (one === span ? cut(one, line.from) : [one]));
        const [seller = ''] = span.invoices;
        credited.set(seller, (credited.get(seller) ?? 0n) - line.amount);
      }
    }
    // What is left of a credit waits in the customer's balance, backed by the same money or by none.
    if (invoice.total < 0n) balance = [...balance, ...basis];
    const rests = [invoice.externalId, ...new Set(basis.flatMap((span) => span.invoices))];
    const sold = invoice.lines.filter(({ amount, quantity }) => amount >= 0n && quantity > 0);
    spans.push(
      ...sold.map(({ sku, quantity, from, until }) => ({ sku, quantity, from, until, standing, invoices: rests })),
    );
  }
  return { spans, credited };
}

export function isTakenBack(standing: PaymentStanding): standing is 'refunded' | 'charged_back' {
  return standing === 'refunded' || standing === 'charged_back';
}

const ORDER: readonly PaymentStanding[] = ['clear', 'disputed', 'refunded', 'charged_back'];

function worst(standings: readonly PaymentStanding[]): PaymentStanding {
  return ORDER.findLast((standing) => standings.includes(standing)) ?? 'clear';
}

/** The span a credit ends: the latest that sold as much of the same plan, else of the plan at all. */
function creditedSpan(spans: readonly CoveredSpan[], line: PlanLine): CoveredSpan | null {
  const overlapping = spans.filter(({ sku, until }) => sku === line.sku && line.from < until);
  return overlapping.findLast(({ quantity }) => quantity === line.quantity) ?? overlapping.at(-1) ?? null;
}

function cut(span: CoveredSpan, until: Date): CoveredSpan[] {
  return span.from < until ? [{ ...span, until }] : [];
}
