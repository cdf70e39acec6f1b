import { configureGlobal } from 'fast-check';

// Mutation testing asks whether a property fails, not for the smallest case in which it does.
configureGlobal({ endOnFailure: true });
