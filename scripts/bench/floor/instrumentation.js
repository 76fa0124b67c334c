// Empty: without a file here, Next takes the app's, two folders up.
export function register() {}
