-- Fails instead of making everyone else wait behind it. Run it again.
SET lock_timeout = '5s';

-- CreateTable
CREATE TABLE "ProviderPace" (
    "provider" "Provider" NOT NULL,
    "mode" "Mode" NOT NULL,
    "busyUntil" TIMESTAMP(3) NOT NULL,
    "restUntil" TIMESTAMP(3),

    CONSTRAINT "ProviderPace_pkey" PRIMARY KEY ("provider","mode")
);

RESET lock_timeout;
