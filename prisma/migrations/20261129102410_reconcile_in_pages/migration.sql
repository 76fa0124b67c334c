-- Fails instead of making everyone else wait behind it. Run it again.
SET lock_timeout = '5s';

-- AlterTable
ALTER TABLE "ReconcileRun" ADD COLUMN     "asOf" TIMESTAMPTZ(6),
ADD COLUMN     "everything" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "since" TIMESTAMPTZ(6);

RESET lock_timeout;
