-- Fails instead of making everyone else wait behind it. Run it again.
SET lock_timeout = '5s';

-- AlterTable
ALTER TABLE "Payment" ADD COLUMN     "credited" BIGINT NOT NULL DEFAULT 0;

RESET lock_timeout;
