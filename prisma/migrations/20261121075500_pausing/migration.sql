-- AlterTable
ALTER TABLE "Subscription" ADD COLUMN     "pausesAt" TIMESTAMP(3);
