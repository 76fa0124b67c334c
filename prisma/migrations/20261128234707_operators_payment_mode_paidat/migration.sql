-- CreateIndex
CREATE INDEX CONCURRENTLY "Payment_mode_paidAt_idx" ON "Payment"("mode", "paidAt");
