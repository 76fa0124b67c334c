-- Fails instead of making everyone else wait behind it. Run it again.
SET lock_timeout = '5s';

-- AlterTable
ALTER TABLE "Subscription" ADD COLUMN     "digest" TEXT;

RESET lock_timeout;
