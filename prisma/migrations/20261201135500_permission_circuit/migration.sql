-- CreateTable
CREATE TABLE "PermissionCircuit" (
    "provider" "Provider" NOT NULL,
    "mode" "Mode" NOT NULL,
    "kind" TEXT NOT NULL,
    "openedAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retryAt" TIMESTAMPTZ(6) NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 1,
    "error" TEXT NOT NULL,

    CONSTRAINT "PermissionCircuit_pkey" PRIMARY KEY ("provider","mode","kind")
);
