// Prints the tests in plain lines, and ends with how many passed and how many failed.

export default async function* plain(events) {
  let passed = 0;
  let failed = 0;
  for await (const { type, data } of events) {
    if (type === "test:stdout") yield data.message;
    else if (type === "test:stderr") yield data.message;
    else if (type === "test:pass" && !isFile(data)) {
      passed += 1;
      yield `ok      ${data.name}\n`;
    } else if (type === "test:fail" && (!isFile(data) || ownFailure(data))) {
      failed += 1;
      const words = data.details.error.cause?.message ?? data.details.error.message ?? String(data.details.error);
      yield `FAILED  ${data.name}\n${words.replace(/^/gm, "        ")}\n`;
    }
  }
  yield `${passed} passed, ${failed} failed\n`;
}

// Node counts the file itself as a test round its tests in some versions.
function isFile(data) {
  return data.name.endsWith(".mjs");
}

// A file that could not be run at all has failed itself, and not through one of its tests.
function ownFailure(data) {
  return data.details.error.failureType !== "subtestsFailed";
}
