// Prints a repository that @tufjs/repo-mock made, as a JSON object of path to content in base64.
const { initializeTUFRepo, tufHandlers } = require('@tufjs/repo-mock');

const targets = [{ name: 'trusted_root.json', content: Buffer.from('{"made by":"another"}') }];
const files = {};
for (const { path, fn } of tufHandlers(initializeTUFRepo(targets), { metadataPathPrefix: '' })) {
  const { statusCode, response } = fn();
  if (statusCode === 200) files[path.slice(1)] = Buffer.from(response).toString('base64');
}
process.stdout.write(JSON.stringify(files));
