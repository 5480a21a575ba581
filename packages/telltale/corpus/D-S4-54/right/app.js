// New Relic integration
const newrelic = require('newrelic');
const express = require('express');

const app = express();
