-- Fails instead of making everyone else wait behind it. Run it again.
SET lock_timeout = '5s';

-- AlterTable
ALTER TABLE "User" ADD COLUMN     "redactedAt" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "WebhookEvent" ADD COLUMN     "customerExternalId" TEXT,
ADD COLUMN     "userId" TEXT;

RESET lock_timeout;
