-- AlterTable
ALTER TABLE "User" ADD COLUMN     "locale" TEXT;

-- AlterTable
ALTER TABLE "Subscription" ADD COLUMN     "cardBrand" TEXT,
ADD COLUMN     "cardExpires" TIMESTAMP(3),
ADD COLUMN     "cardLast4" TEXT,
ADD COLUMN     "failedAttempts" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "DelinquencyCase" ADD COLUMN     "attempts" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "Email" ADD COLUMN     "address" TEXT,
ADD COLUMN     "snapshot" JSONB;

-- AlterTable
ALTER TABLE "ReconcileRun" ADD COLUMN     "events" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "leaseUntil" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ALTER COLUMN "cursor" SET DEFAULT '',
ALTER COLUMN "cursor" SET DATA TYPE TEXT;
