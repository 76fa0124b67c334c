-- CreateIndex
CREATE INDEX CONCURRENTLY "Checkout_mode_createdAt_idx" ON "Checkout"("mode", "createdAt");
