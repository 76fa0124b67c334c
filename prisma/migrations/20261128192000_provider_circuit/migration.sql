-- CreateTable
CREATE TABLE "ProviderCircuit" (
    "provider" "Provider" NOT NULL,
    "mode" "Mode" NOT NULL,
    "openedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retryAt" TIMESTAMP(3) NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 1,
    "error" TEXT NOT NULL,

    CONSTRAINT "ProviderCircuit_pkey" PRIMARY KEY ("provider","mode")
);
