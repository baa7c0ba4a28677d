"""The page of a version: index.html, opened from disk, and the files next to it.

write.py     the page and its files, from the tables of one published version
rows.py      incidents, their claims, reports and history, as the page's script reads them
months.py    the files of past months, loaded when somebody asks for them
labels.py    codes and the page's own words in both languages
health.py    how the night went
charts.py    the charts, in Altair; scripts/build_page_assets.py makes assets/charts.json of them
"""
