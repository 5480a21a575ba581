#!/usr/bin/env node
console.error("starting up");
