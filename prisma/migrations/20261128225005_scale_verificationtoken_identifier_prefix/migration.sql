-- CreateIndex
CREATE INDEX CONCURRENTLY "VerificationToken_identifier_prefix_idx" ON "VerificationToken"("identifier" text_pattern_ops);
