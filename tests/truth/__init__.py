"""The harness that holds the model of docker's storage against a real engine: proofs of the rules' pages, and generated scenarios."""
