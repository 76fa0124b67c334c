'use client';

export { Broken as default } from '@/components/site/broken';
