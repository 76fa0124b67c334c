-- CreateTable
CREATE TABLE "SelfServiceRefund" (
    "id" TEXT NOT NULL,
    "mode" "Mode" NOT NULL,
    "person" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "product" TEXT NOT NULL,
    "purchase" TEXT NOT NULL,
    "operationId" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SelfServiceRefund_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "SelfServiceRefund_operationId_key" ON "SelfServiceRefund"("operationId");

-- CreateIndex
CREATE UNIQUE INDEX "SelfServiceRefund_mode_person_product_key" ON "SelfServiceRefund"("mode", "person", "product");

-- CreateIndex
CREATE UNIQUE INDEX "SelfServiceRefund_userId_mode_product_key" ON "SelfServiceRefund"("userId", "mode", "product");
