-- CreateIndex
CREATE INDEX CONCURRENTLY "VerificationToken_expires_idx" ON "VerificationToken"("expires");
