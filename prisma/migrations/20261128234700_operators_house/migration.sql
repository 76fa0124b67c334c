-- Fails instead of making everyone else wait behind it. Run it again.
SET lock_timeout = '5s';

-- AlterTable
ALTER TABLE "Alert" ADD COLUMN     "notifiedAt" TIMESTAMP(3);

-- CreateTable
CREATE TABLE "MrrChange" (
    "id" TEXT NOT NULL,
    "mode" "Mode" NOT NULL,
    "userId" TEXT NOT NULL,
    "subscriptionId" TEXT NOT NULL,
    "ticket" BIGINT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "amount" BIGINT NOT NULL,

    CONSTRAINT "MrrChange_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "GivenCredit" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "mode" "Mode" NOT NULL,
    "key" TEXT NOT NULL,
    "amount" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "GivenCredit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AlertNotice" (
    "kind" TEXT NOT NULL,
    "sentAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "AlertNotice_pkey" PRIMARY KEY ("kind")
);

-- CreateIndex
CREATE INDEX "MrrChange_mode_at_idx" ON "MrrChange"("mode", "at");

-- CreateIndex
CREATE INDEX "MrrChange_userId_idx" ON "MrrChange"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "MrrChange_subscriptionId_ticket_currency_key" ON "MrrChange"("subscriptionId", "ticket", "currency");

-- CreateIndex
CREATE UNIQUE INDEX "GivenCredit_key_key" ON "GivenCredit"("key");

-- CreateIndex
CREATE INDEX "GivenCredit_userId_idx" ON "GivenCredit"("userId");

-- AddForeignKey
ALTER TABLE "MrrChange" ADD CONSTRAINT "MrrChange_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MrrChange" ADD CONSTRAINT "MrrChange_subscriptionId_fkey" FOREIGN KEY ("subscriptionId") REFERENCES "Subscription"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GivenCredit" ADD CONSTRAINT "GivenCredit_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

RESET lock_timeout;

-- Alerts from before this migration are known already: no one is notified of them again.
UPDATE "Alert" SET "notifiedAt" = now();

-- The monthly revenue of what was sold before. A transition keeps what a field was before it, so the value after one
-- transition is what the next one that changed the field replaced, or else what the subscription says now.
WITH state AS (
  SELECT t.id, t."subscriptionId", t.ticket, t.at, t."to" AS status, s.mode, s.origin, s."userId", s."duplicateOf",
    coalesce((SELECT l.diff->'currency'->>0 FROM "SubscriptionTransition" l WHERE l."subscriptionId" = t."subscriptionId"
      AND l.ticket > t.ticket AND l.diff ? 'currency' ORDER BY l.ticket LIMIT 1), s.currency) AS currency,
    coalesce((SELECT l.diff->'amount'->>0 FROM "SubscriptionTransition" l WHERE l."subscriptionId" = t."subscriptionId"
      AND l.ticket > t.ticket AND l.diff ? 'amount' ORDER BY l.ticket LIMIT 1), s.amount::text)::numeric AS amount,
    coalesce((SELECT l.diff->'interval'->>0 FROM "SubscriptionTransition" l WHERE l."subscriptionId" = t."subscriptionId"
      AND l.ticket > t.ticket AND l.diff ? 'interval' ORDER BY l.ticket LIMIT 1), s.interval::text) AS unit,
    coalesce((SELECT l.diff->'intervalCount'->>0 FROM "SubscriptionTransition" l WHERE l."subscriptionId" = t."subscriptionId"
      AND l.ticket > t.ticket AND l.diff ? 'intervalCount' ORDER BY l.ticket LIMIT 1), s."intervalCount"::text)::numeric AS count
  FROM "SubscriptionTransition" t JOIN "Subscription" s ON s.id = t."subscriptionId"
), monthly AS (
  SELECT *, CASE WHEN status IN ('active', 'past_due') AND "duplicateOf" IS NULL AND origin <> 'foreign' AND count > 0
    THEN coalesce(round(amount * (CASE unit WHEN 'day' THEN 365 WHEN 'week' THEN 52 WHEN 'month' THEN 12 WHEN 'year' THEN 1 END)
      / (12 * count)), 0)::bigint ELSE 0 END AS mrr
  FROM state
), sold AS (
  SELECT *, lag(mrr, 1, 0::bigint) OVER previous AS mrr_before, lag(currency) OVER previous AS currency_before
  FROM monthly WINDOW previous AS (PARTITION BY "subscriptionId" ORDER BY ticket)
)
INSERT INTO "MrrChange" (id, mode, "userId", "subscriptionId", ticket, at, currency, amount)
SELECT gen_random_uuid()::text, mode, "userId", "subscriptionId", ticket, at, changed.currency, changed.amount
FROM sold CROSS JOIN LATERAL (
  SELECT sold.currency, sold.mrr - (CASE WHEN sold.currency = sold.currency_before THEN sold.mrr_before ELSE 0 END) AS amount
  UNION ALL SELECT sold.currency_before, -sold.mrr_before WHERE sold.currency <> sold.currency_before
) changed
WHERE changed.amount <> 0;
