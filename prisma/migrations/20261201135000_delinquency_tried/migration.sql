-- Fails instead of making everyone else wait behind it. Run it again.
SET lock_timeout = '5s';

-- AlterTable
ALTER TABLE "DelinquencyCase" ADD COLUMN     "triedAt" TIMESTAMPTZ(6);

RESET lock_timeout;
