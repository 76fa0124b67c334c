-- CreateEnum
CREATE TYPE "SubscriptionOrigin" AS ENUM ('checkout', 'dashboard', 'foreign');

-- CreateEnum
CREATE TYPE "CollectionMethod" AS ENUM ('automatic', 'invoice');

-- CreateEnum
CREATE TYPE "IntervalUnit" AS ENUM ('day', 'week', 'month', 'year');

-- CreateEnum
CREATE TYPE "InvoiceStatus" AS ENUM ('draft', 'open', 'paid', 'void', 'uncollectible');

-- AlterEnum
ALTER TYPE "OperationStatus" ADD VALUE 'withdrawn';
ALTER TYPE "OperationStatus" ADD VALUE 'stale';
ALTER TYPE "EndReason" ADD VALUE 'refunded';

-- AlterTable
ALTER TABLE "User" ADD COLUMN     "timeZone" TEXT;

-- AlterTable
ALTER TABLE "ProviderPrice" ADD COLUMN     "productExternalId" TEXT;

-- AlterTable
ALTER TABLE "Subscription" ADD COLUMN     "collection" "CollectionMethod" NOT NULL DEFAULT 'automatic',
ADD COLUMN     "collectionPause" TEXT,
ADD COLUMN     "collectionResumesAt" TIMESTAMP(3),
ADD COLUMN     "coverage" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "debtAmount" BIGINT,
ADD COLUMN     "debtInvoiceId" TEXT,
ADD COLUMN     "givenUntil" TIMESTAMP(3),
ADD COLUMN     "interval" "IntervalUnit",
ADD COLUMN     "intervalCount" INTEGER,
ADD COLUMN     "items" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "nextChargeAmount" BIGINT,
ADD COLUMN     "nextChargeAt" TIMESTAMP(3),
ADD COLUMN     "origin" "SubscriptionOrigin" NOT NULL DEFAULT 'dashboard';

-- AlterTable
ALTER TABLE "Dispute" ADD COLUMN     "evidenceDueAt" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "Operation" ADD COLUMN     "automatic" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "expected" JSONB,
ADD COLUMN     "subject" TEXT;

-- AlterTable
ALTER TABLE "Alert" ADD COLUMN     "closedBy" TEXT,
ADD COLUMN     "note" TEXT;

-- CreateTable
CREATE TABLE "Invoice" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "subscriptionId" TEXT NOT NULL,
    "provider" "Provider" NOT NULL,
    "mode" "Mode" NOT NULL,
    "externalId" TEXT NOT NULL,
    "ticket" BIGINT NOT NULL,
    "status" "InvoiceStatus" NOT NULL,
    "total" BIGINT NOT NULL,
    "amountDue" BIGINT NOT NULL,
    "balanceUsed" BIGINT NOT NULL DEFAULT 0,
    "credited" BIGINT NOT NULL DEFAULT 0,
    "paidOutOfBand" BOOLEAN NOT NULL DEFAULT false,
    "currency" CHAR(3) NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "dueAt" TIMESTAMP(3),
    "paidAt" TIMESTAMP(3),
    "lines" JSONB NOT NULL,

    CONSTRAINT "Invoice_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Invoice_subscriptionId_createdAt_idx" ON "Invoice"("subscriptionId", "createdAt");

-- CreateIndex
CREATE INDEX "Invoice_userId_idx" ON "Invoice"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Invoice_provider_mode_externalId_key" ON "Invoice"("provider", "mode", "externalId");

-- CreateIndex
CREATE INDEX "ProviderPrice_provider_mode_productExternalId_idx" ON "ProviderPrice"("provider", "mode", "productExternalId");

-- CreateIndex
CREATE INDEX "Operation_key_idx" ON "Operation"("key");

-- CreateIndex
CREATE UNIQUE INDEX "Operation_subject_key" ON "Operation"("subject") WHERE (status IN ('planned', 'sent', 'unknown'));

-- CreateIndex
CREATE INDEX "Alert_closedAt_createdAt_idx" ON "Alert"("closedAt", "createdAt");

-- AddForeignKey
ALTER TABLE "Invoice" ADD CONSTRAINT "Invoice_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Invoice" ADD CONSTRAINT "Invoice_subscriptionId_fkey" FOREIGN KEY ("subscriptionId") REFERENCES "Subscription"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What rows from before this migration say, until their next sync works it out from the invoices.
UPDATE "Subscription" SET
  "createdAt" = "startedAt",
  origin = (CASE WHEN sku IS NULL THEN 'foreign' WHEN "checkoutId" IS NULL THEN 'dashboard' ELSE 'checkout' END)::"SubscriptionOrigin";

UPDATE "Subscription" subscription SET coverage = jsonb_build_object(
  'disputed', EXISTS (
    SELECT 1 FROM "Payment" payment JOIN "Dispute" dispute ON dispute."paymentId" = payment.id
    WHERE payment."subscriptionId" = subscription.id AND dispute.status = 'open'),
  'unbilled', false,
  'spans', jsonb_build_array(jsonb_build_object(
    'sku', sku,
    'quantity', quantity,
    'from', to_char(coalesce("periodStart", "startedAt"), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'until', to_char("paidUntil", 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'invoices', jsonb_build_array(),
    'standing', coalesce((
      SELECT CASE
        WHEN EXISTS (SELECT 1 FROM "Dispute" dispute WHERE dispute."paymentId" = payment.id AND dispute.status = 'lost')
          THEN 'charged_back'
        WHEN payment.amount <= coalesce((
          SELECT sum(refund.amount) FROM "Refund" refund
          WHERE refund."paymentId" = payment.id AND refund.status <> 'failed'), 0) THEN 'refunded'
        ELSE 'clear' END
      FROM "Payment" payment
      WHERE payment."subscriptionId" = subscription.id AND payment.status = 'succeeded' AND payment.amount > 0
      ORDER BY payment."createdAt" DESC LIMIT 1), 'clear'))))
WHERE sku IS NOT NULL AND "paidUntil" IS NOT NULL AND (status <> 'trialing' OR "paidUntil" IS DISTINCT FROM "trialEnd");
