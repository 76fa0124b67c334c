-- Fails instead of making everyone else wait behind it. Run it again.
SET lock_timeout = '5s';

-- DropIndex
DROP INDEX "MrrChange_workspaceId_idx";

RESET lock_timeout;
