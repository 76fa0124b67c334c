-- CreateEnum
CREATE TYPE "EffectStatus" AS ENUM ('waiting', 'running', 'done', 'dead');

-- CreateTable
CREATE TABLE "BillingFact" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "mode" "Mode" NOT NULL,
    "type" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "occurredAt" TIMESTAMP(3) NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "plannedAt" TIMESTAMP(3),

    CONSTRAINT "BillingFact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "EffectRun" (
    "id" TEXT NOT NULL,
    "factId" TEXT NOT NULL,
    "effect" TEXT NOT NULL,
    "status" "EffectStatus" NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAttemptAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "leaseToken" TEXT,
    "leaseUntil" TIMESTAMP(3),
    "error" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMP(3),

    CONSTRAINT "EffectRun_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "BillingFact_key_key" ON "BillingFact"("key");

-- CreateIndex
CREATE INDEX "BillingFact_userId_idx" ON "BillingFact"("userId");

-- CreateIndex
CREATE INDEX "BillingFact_unplanned_idx" ON "BillingFact"("mode", "createdAt") WHERE ("plannedAt" IS NULL);

-- CreateIndex
CREATE INDEX "EffectRun_status_nextAttemptAt_idx" ON "EffectRun"("status", "nextAttemptAt");

-- CreateIndex
CREATE UNIQUE INDEX "EffectRun_factId_effect_key" ON "EffectRun"("factId", "effect");

-- AddForeignKey
ALTER TABLE "BillingFact" ADD CONSTRAINT "BillingFact_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EffectRun" ADD CONSTRAINT "EffectRun_factId_fkey" FOREIGN KEY ("factId") REFERENCES "BillingFact"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
