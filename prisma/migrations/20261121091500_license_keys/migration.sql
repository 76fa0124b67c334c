-- CreateTable
CREATE TABLE "LicenseKey" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "provider" "Provider" NOT NULL,
    "mode" "Mode" NOT NULL,
    "externalId" TEXT NOT NULL,
    "ticket" BIGINT NOT NULL,
    "key" TEXT NOT NULL,
    "disabled" BOOLEAN NOT NULL,
    "paymentExternalId" TEXT,
    "subscriptionExternalId" TEXT,
    "activationsLimit" INTEGER,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "expiresAt" TIMESTAMP(3),

    CONSTRAINT "LicenseKey_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "LicenseKey_userId_idx" ON "LicenseKey"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "LicenseKey_provider_mode_externalId_key" ON "LicenseKey"("provider", "mode", "externalId");

-- AddForeignKey
ALTER TABLE "LicenseKey" ADD CONSTRAINT "LicenseKey_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
