const express = require('express');
// New Relic integration
const newrelic = require('newrelic');

const app = express();
