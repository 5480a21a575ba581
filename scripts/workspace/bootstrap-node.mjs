// Imported first by every script: says in one line when Node.js is too old even for the scripts.
const major = Number(process.versions.node.split('.')[0]);
if (major < 20) {
  console.error(`telltale: Node.js ${process.versions.node} is too old. Install Node.js 20 or newer.`);
  process.exit(1);
}
