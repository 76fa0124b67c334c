-- Fails instead of making everyone else wait behind it. Run it again.
SET lock_timeout = '5s';

-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "viewedUserId" TEXT,
ADD COLUMN     "viewingUntil" TIMESTAMPTZ(6);

-- CreateTable
CREATE TABLE "GivenAccess" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "mode" "Mode" NOT NULL,
    "key" TEXT NOT NULL,
    "plan" TEXT NOT NULL,
    "from" TIMESTAMPTZ(6) NOT NULL,
    "until" TIMESTAMPTZ(6) NOT NULL,
    "reason" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" TIMESTAMPTZ(6),

    CONSTRAINT "GivenAccess_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AdoptedContract" (
    "id" TEXT NOT NULL,
    "provider" "Provider" NOT NULL,
    "mode" "Mode" NOT NULL,
    "externalId" TEXT NOT NULL,
    "priceExternalId" TEXT NOT NULL,
    "sku" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AdoptedContract_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "GivenAccess_key_key" ON "GivenAccess"("key");

-- CreateIndex
CREATE INDEX "GivenAccess_userId_idx" ON "GivenAccess"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "AdoptedContract_provider_mode_externalId_key" ON "AdoptedContract"("provider", "mode", "externalId");

-- AddForeignKey
ALTER TABLE "GivenAccess" ADD CONSTRAINT "GivenAccess_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

RESET lock_timeout;
