"""What the start of the product is compared with: a page with one line."""

import streamlit as st

st.title("Empty")
